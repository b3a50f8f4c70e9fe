"""The tools that read and write scripts: checking, translate, source_code, and base_r for translated programs."""
