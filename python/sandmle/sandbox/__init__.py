"""The runner inside the sandbox: cell manager (M), warm forker (Z), cell supervisor (J) and user code (U).

Only the standard library is used, and no engine module is imported: what is here is trusted and must stay small.
"""
