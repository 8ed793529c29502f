//! ERP contract.
