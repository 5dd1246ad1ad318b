//! What judges an account as Postern reads and changes it: one contract for the demo account and
//! for AWS's SDK against our fake of EC2, every fault of the wire, and moto for the wire itself.

mod cached;
mod contract;
mod demo;
mod ec2;
mod faults;
mod inventory;
mod land;
mod moto;
mod opened;
