"""Everything of SandMLE Studio that runs inside the sandbox, and nothing else."""
