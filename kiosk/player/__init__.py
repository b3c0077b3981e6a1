"""Plays a script on the real application: demonstration, test and picture, one script each."""
