FAULTS = []
def with_fault(definitions, fault):
    return fault(definitions) if fault else definitions
