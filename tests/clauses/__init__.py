"""What follows: norms through their life, conditions, and questions to them."""
