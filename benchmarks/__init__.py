"""What the server costs, measured against something that does less, in the same run: `python -m benchmarks`.

`start`, `answers`, `session_costs`, `growth` and `tokens` each measure one kind of cost and answer rows; `rows` judges
them by the budgets and prints the table. `servers` starts and ends the processes that are measured, `load` and `wire`
ask them, `bare` and `bare_verifying` are what they are compared with, `worlds` and `synthetic` the scenarios, `limits`
puts a process under CI's budget of CPU and memory, `imports` says where the start goes. Every loop has a count and a
time, everything stays on the loopback, and every process that was started is ended by its own id.
"""
