"""One file per pupil, named by case number. File names carry no names of people."""
