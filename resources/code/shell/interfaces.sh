#!/bin/sh
# The interfaces of this machine, and their addresses, by ip(8).
ip -brief link
ip -brief address
