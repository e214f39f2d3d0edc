"""Painted plates, place by place, with the layout and conditions of each; the rest of the studio draws cels on them."""
