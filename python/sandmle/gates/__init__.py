"""Checks that decide whether a task may be shipped: data contract, leaks, difficulty, evaluator."""
