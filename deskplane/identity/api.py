"""All routers of the slice."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
