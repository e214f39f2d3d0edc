"""The production folder: data contract, manifest, pictures in and out."""
