"""What staff can do: one module an activity, one function an action, one transaction each."""
