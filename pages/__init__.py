"""What every page is made of: page types, blocks, and the mechanisms behind them."""
