"""What every page of every door needs: who is here, how a page is made, how a no is said."""
