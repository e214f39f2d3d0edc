"""Networks: modules only, no data and no training."""
