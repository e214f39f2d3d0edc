"""The data contract: productions, illustrations and scenes on disk, their validated tables, and pictures in and out.

Owns what a folder must hold, the manifest and its splits, decoding and encoding of pictures, and the store that reads a folder or
its ZIP shards. Knows nothing of how data are drawn or used. May import ``params``, ``vocabulary``, ``storage`` and ``errors``.
"""
