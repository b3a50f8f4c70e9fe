"""Models that outlive their session: files, texts and bytes."""
