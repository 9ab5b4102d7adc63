"""The day's papers: content first, as pure data; then one renderer a format."""
