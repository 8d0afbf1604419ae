"""What puts the domains and doors together: settings, the command line, the processes."""
