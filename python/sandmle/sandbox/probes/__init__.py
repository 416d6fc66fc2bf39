"""The probe battery: attempts from inside a cell at everything that a program must not be able to do.

`python -m sandmle.sandbox.probes` runs it in a cell whose `bait.json` names what was planted outside: a listening
port, unix sockets, secret files, a secret environment value. It writes `probes.json`: [{name, passed, detail}...].
Harmless by construction: nothing is attempted that would hurt a host that lets it through.
"""
