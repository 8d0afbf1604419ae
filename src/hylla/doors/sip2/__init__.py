"""The door for self-service machines, sorters and desks' RFID readers: SIP2 2.00 over TCP."""
