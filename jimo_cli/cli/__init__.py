"""The command line: argv read into the arguments of a command."""
