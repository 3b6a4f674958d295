"""The contract with networks: what crosses the border, what may be asked, how it can fail.

`network.py` is how a network describes itself, `abilities.py` what its connector can do,
`values.py` what crosses the border, `errors.py` one class per remedy, `http.py` the only way out.
"""
