"""``python -m duizhao``."""

from duizhao.door import main

if __name__ == "__main__":
    main()
