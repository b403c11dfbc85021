#!/usr/bin/env python3
"""The interfaces of this machine, and their addresses."""

import socket
import subprocess

# if_nameindex(): the interfaces by number and name.
for index, name in socket.if_nameindex():
    print(index, name)

# Addresses are not in Python's own library: on Linux, ip(8) tells them.
subprocess.run(["ip", "-brief", "address"], check=True)
