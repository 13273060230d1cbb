"""The catalog as a service over stdin and stdout: for assistants and for editors."""
