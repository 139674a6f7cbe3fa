"""What the functions and the sandbox said to each other, held against AWS's service models."""
