"""Scans and photographs: a page analysed by `imaging`, its lines read by `ocr`, put together by `layout`."""
