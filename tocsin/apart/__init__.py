"""Work on strangers' bytes in a process apart, which may compute and answer, and do nothing else.

- `tocsin.apart.fence`: the inner side: limits on memory and processor time, no files written, no programs, no network
- `tocsin.apart.process`: our side: started, asked within a deadline, ended, and told why it died
"""
