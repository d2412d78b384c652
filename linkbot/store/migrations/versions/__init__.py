"""One file a step. They name plain column types, so that later code cannot change what an old step did."""
