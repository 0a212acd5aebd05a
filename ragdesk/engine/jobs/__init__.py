"""Long work in a queue: `job_store` keeps it in the catalogue, `job_runner` carries it out, one job after the other."""

from ragdesk.engine.jobs.job_store import Jobs

__all__ = ["Jobs"]
