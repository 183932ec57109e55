"""Programs for those who develop Rapporteur; none of them is part of the installed package."""
