"""A bank's rules as data: schema, loading, and pure functions over them."""
