"""Models: making, describing, printing and drawing them."""
