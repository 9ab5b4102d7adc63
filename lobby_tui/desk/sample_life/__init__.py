"""The invented life of the sample branch, part by part; `sample` puts it together."""
