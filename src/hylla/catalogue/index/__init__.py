"""The index in which titles are searched: files beside the database, made from it, and of nobody.

It knows no Django and no table. `values` is what goes in, `stems` and `schema` how it is cut up,
`folder` where it lies, `writing` and `reading` what the worker and the web processes do with it.
"""
