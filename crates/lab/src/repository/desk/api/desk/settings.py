"""Settings of the API. A variable without default stops the start with its name."""
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DATABASE_URL = os.environ["DATABASE_URL"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
LOG_LEVEL = os.getenv("LOG_LEVEL", "info")
DEBUG = False
