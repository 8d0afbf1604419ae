"""The privacy office: what was promised, whether it is kept, and what people have asked for."""
