"""What an exported function and its arguments mean."""
