"""The preview: a small server, live news for the pages that are looked at, a watcher of files, and who builds."""
