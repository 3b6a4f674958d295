"""Tests of the pages, through the test client and in a browser."""
