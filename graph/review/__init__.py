"""From suggestion to decision: what is to be decided, its context, who decided, and undoing it."""
