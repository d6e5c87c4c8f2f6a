"""Import before transformers: in a notebook without widgets its progress bars would warn that they cannot be shown."""

import warnings

warnings.filterwarnings("ignore", "IProgress not found")
