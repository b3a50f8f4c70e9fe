"""Downloads: files are fetched and unpacked to a temporary path, and moved when they are complete."""
