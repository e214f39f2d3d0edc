"""train_judge: train the recognizer that only judges backgrounds and never chooses."""

from pegbar.errors import guarded
from stages.train_recognizer import main

if __name__ == "__main__":
    guarded(lambda: main("judge"))
