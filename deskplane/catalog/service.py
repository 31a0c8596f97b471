"""What other slices ask of the catalogue."""

from deskplane.catalog.categories import ensure as ensure_categories, ids_below as categories_below
from deskplane.catalog.fields import active as custom_fields, check_custom_fields, condition_fields
from deskplane.catalog.priorities import follows as priority_following, matrix as priority_matrix
from deskplane.catalog.rendering import Rendered, render, variables

__all__ = [
    "Rendered",
    "categories_below",
    "check_custom_fields",
    "condition_fields",
    "custom_fields",
    "ensure_categories",
    "priority_following",
    "priority_matrix",
    "render",
    "variables",
]
