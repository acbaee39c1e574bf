"""Spark clusters. Which cluster, and how much of it, is Spark's configuration."""

from kg.spark.cluster import spark_cluster
from kg.spark.engine import spark_engine

__all__ = ["spark_cluster", "spark_engine"]
