"""Work on strangers' bytes in a process apart, which may compute and answer, and do nothing else.

- `tocsin.apart.fence`: the inner side: limits on memory and processor time, no files written, no programs, no network
- `tocsin.apart.process`: our side: started, asked within a deadline, ended, and told why it died
- `tocsin.apart.chromium`, `tocsin.apart.launch`: a browser, without network, rights or room beyond its own, and ended whole
- `tocsin.apart.picture`: a page's picture and text as that browser renders it, out of answers that are handed to it
"""
