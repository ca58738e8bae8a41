"""The sweeper of `sim`, in the one package where Hydra looks for plugins."""
