"""What the server costs, measured against something that does less, in the same run: `python -m benchmarks`.

`start`, `answers`, `memory`, `worlds_of_sessions`, `growth` and `tokens` each measure one kind of cost and answer rows;
`rows` judges them by the budgets and prints the table. `servers` starts and ends the processes that are measured,
`load` and `wire` ask them, `bare` and `bare_verifying` are what they are compared with, `synthetic` is a large scenario,
`limits` puts a process under CI's budget of CPU and memory. Every loop has a count and a time, everything stays on the
loopback, and every process that was started is ended by its own id.
"""
