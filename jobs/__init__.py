"""Work without a screen: fetch, call a service, report figures. Each may be run twice."""
