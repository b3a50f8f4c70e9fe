"""Models: creating, describing, printing and drawing them."""
