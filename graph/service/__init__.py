"""SPARQL from outside: looked at, run in processes that can be ended, written by one."""
