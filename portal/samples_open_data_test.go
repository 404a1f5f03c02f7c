package portal

var _ = sample("open-data", func(frame Frame) page { return newOpenDataPage(frame, siteURL, 41) })
